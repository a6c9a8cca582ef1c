/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A boot sector that paints its screen thirty times a second and counts the
 * frames in pixels of it, so that whoever sees the screen can tell which frame
 * it shows, whatever program shows it.
 *
 * WIDTH and HEIGHT are the screen's.  WORK says what a frame paints: 0 the
 * whole screen, 1 a square of 64x64 that blinks, 2 noise in 400x300.  The
 * counter is in the upper left corner, in squares of 16x16: a magenta one, 16
 * of a bit each, the lowest first, in Gray code, so that half a change reads as
 * one frame or the other, and a green one.  sampler.c reads it.
 */
#define RATE 30
#define CELL 16
#define N_BITS 16
#define PITCH (WIDTH * 4)

#define VBE_INDEX 0x1ce
#define PIT_HZ 1193182
#define PIC_BASE 0x20

/* Nothing is there: the interrupt's gate is at PIC_BASE * 8 of it. */
#define IDT 0x1000

        .intel_syntax noprefix
        .text
        .globl _start

/* The screen: the display adapter is found on the PCI bus, for its memory's
 * address, and switched to 32 bits a pixel through its own registers. */
        .code16
_start: cli
        cld
        xor     ax, ax
        mov     ds, ax
        mov     ss, ax
        mov     sp, 0x7c00
        mov     ebx, 0x80000000
look:   mov     al, 0x08                /* the class of a device */
        call    read_pci
        shr     eax, 16
        cmp     ax, 0x0300              /* a display */
        je      found
        add     ebx, 0x800
        jmp     look
read_pci:
        mov     edx, ebx
        mov     dl, al
        mov     eax, edx
        mov     dx, 0xcf8
        out     dx, eax
        mov     dx, 0xcfc
        in      eax, dx
        ret
found:  mov     al, 0x10                /* where its memory is */
        call    read_pci
        and     eax, 0xfffffff0
        mov     screen, eax

        mov     si, offset mode
        mov     cx, 5
next_register:
        lodsw
        mov     dx, VBE_INDEX
        out     dx, ax
        lodsw
        inc     dx
        out     dx, ax
        loop    next_register

        lgdt    gdt_place
        mov     eax, cr0
        or      al, 1
        mov     cr0, eax
        ljmp    8, offset protected

mode:   .word   4, 0,  1, WIDTH,  2, HEIGHT,  3, 32,  4, 0x41

/* The clock: its interrupt, and no other, ends a hlt. */
        .code32
protected:
        mov     ax, 16
        mov     ds, ax
        mov     es, ax
        mov     ss, ax
        mov     esp, 0x7c00
        mov     al, 0x11
        out     0x20, al
        mov     al, PIC_BASE
        out     0x21, al
        mov     al, 4
        out     0x21, al
        mov     al, 1
        out     0x21, al
        mov     al, 0xfe
        out     0x21, al
        mov     al, 0xff
        out     0xa1, al
        mov     al, 0x36
        out     0x43, al
        mov     ax, PIT_HZ / RATE
        out     0x40, al
        mov     al, ah
        out     0x40, al
        mov     word ptr [IDT + PIC_BASE * 8], offset interrupt
        mov     dword ptr [IDT + PIC_BASE * 8 + 2], 0x8e000008
        mov     dword ptr [IDT + PIC_BASE * 8 + 6], 0
        lidt    idt_place

/* What is behind all frames: a pattern that does not compress to nothing. */
        xor     ebp, ebp                /* the frame's number */
        mov     edi, screen
        xor     eax, eax
        mov     ecx, WIDTH * HEIGHT
background:
        stosd
        add     eax, 0x000301
        and     eax, 0x3f3f3f
        loop    background
        mov     al, '!'
        out     0xe9, al                /* QEMU's debug console: all is up */

frame:  sti
        hlt
        cli
        inc     ebp

#if WORK == 0
        mov     edi, screen
        add     edi, CELL * PITCH       /* below the counter */
        mov     edx, HEIGHT - CELL
row:    imul    eax, ebp, 0x030507
        imul    ebx, edx, 0x0101
        add     eax, ebx
        mov     ecx, WIDTH
pixel:  stosd
        inc     eax
        loop    pixel
        dec     edx
        jnz     row
#elif WORK == 1
        mov     edi, screen
        add     edi, 512 * PITCH + 960 * 4
        mov     eax, ebp
        and     eax, 1
        neg     eax
        mov     edx, 64
row:    mov     ecx, 64
        rep stosd
        add     edi, PITCH - 64 * 4
        dec     edx
        jnz     row
#else
        mov     edi, screen
        add     edi, 300 * PITCH + 400 * 4
        mov     eax, ebp
        mov     edx, 300
row:    mov     ecx, 400
pixel:  imul    eax, eax, 1664525
        add     eax, 1013904223
        stosd
        loop    pixel
        add     edi, PITCH - 400 * 4
        dec     edx
        jnz     row
#endif

        mov     edi, screen
        mov     edx, CELL
counter:
        mov     eax, 0xff00ff
        mov     ecx, CELL
        rep stosd
        mov     ebx, ebp
        shr     ebx, 1
        xor     ebx, ebp
        mov     esi, N_BITS
bit:    shr     ebx, 1
        sbb     eax, eax
        mov     ecx, CELL
        rep stosd
        dec     esi
        jnz     bit
        mov     eax, 0x00ff00
        mov     ecx, CELL
        rep stosd
        add     edi, PITCH - CELL * (N_BITS + 2) * 4
        dec     edx
        jnz     counter
        jmp     frame

interrupt:
        push    eax
        mov     al, 0x20
        out     0x20, al
        pop     eax
        iretd

screen: .long   0
gdt:    .quad   0, 0x00cf9a000000ffff, 0x00cf92000000ffff
gdt_place:
        .word   gdt_place - gdt - 1
        .long   gdt
idt_place:
        .word   (PIC_BASE + 1) * 8 - 1
        .long   IDT
        .org    510
        .word   0xaa55
