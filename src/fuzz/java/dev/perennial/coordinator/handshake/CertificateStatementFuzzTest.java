package dev.perennial.coordinator.handshake;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** What a peer that has the secret sends as its certificate. */
class CertificateStatementFuzzTest {
  @FuzzTest
  void onlyARefusalComesOut(byte[] data) {
    try {
      var unused = CertificateStatement.chain(data, 'C', new byte[1]);
    } catch (CertificateRefusal e) {
      // This is how it is refused.
    }
  }
}
