/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A host of libvirt's test driver with one VM, whose name libvirt allows. */
#define ODD_NAME "web \"1\" <&> 'x' \xc2\x9b" "2J 虚拟机 \\ $(id) %s"

#define ODD_DRIVER \
  "<node><cpu><mhz>6000</mhz><model>i986</model><active>2</active><nodes>1</nodes>" \
  "<sockets>1</sockets><cores>2</cores><threads>1</threads></cpu><memory>4194304</memory>" \
  "<domain type='test'><name>web &quot;1&quot; &lt;&amp;&gt; 'x' \xc2\x9b" "2J 虚拟机 \\ $(id) %s</name>" \
  "<uuid>6695eb01-f6a4-8304-79aa-97f2502e1999</uuid><memory>131072</memory>" \
  "<vcpu>1</vcpu><os><type>hvm</type></os></domain></node>"
