package dev.perennial.coordinator.handshake;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * How an end shows its certificate where there is no TLS to do it: the chain, and a signature by
 * the certificate's key of all that was said on this connection.
 *
 * <pre>
 * count (1)  { length (2)  certificate }  signature
 * </pre>
 *
 * The role is part of what is signed, so that nothing can be played back to its sender. Pure.
 */
public final class CertificateStatement {
  /** The most bytes of one. */
  public static final int MAX_BYTES = 16 << 10;

  /** The most certificates of a chain. */
  public static final int MAX_CHAIN = 10;

  private CertificateStatement() {}

  /**
   * Returns the statement of one end.
   *
   * @param role of this end, as in the handshake
   * @param said all that both ends have said on this connection
   */
  public static byte[] of(Certificates.Own own, char role, byte[] said) {
    try {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.write(own.chain().size());
      for (X509Certificate certificate : own.chain()) {
        byte[] encoded = certificate.getEncoded();
        all.write(encoded.length >> 8);
        all.write(encoded.length);
        all.writeBytes(encoded);
      }
      Signature signature = signature(own.chain().get(0).getPublicKey());
      signature.initSign(own.key());
      signature.update(signed(role, said));
      all.writeBytes(signature.sign());
      return all.toByteArray();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("nothing can be signed with the " + own, e);
    }
  }

  /**
   * Returns the chain of the other end.
   *
   * @param role of the other end
   * @throws CertificateRefusal if it does not hold the key of the certificate that it shows
   */
  public static List<X509Certificate> chain(byte[] statement, char role, byte[] said)
      throws CertificateRefusal {
    try {
      ByteBuffer in = ByteBuffer.wrap(statement);
      int count = in.remaining() == 0 ? 0 : in.get();
      if (count < 1 || count > MAX_CHAIN) {
        throw new CertificateRefusal("the peer shows " + count + " certificates", null);
      }
      List<X509Certificate> chain = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        chain.add(certificate(block(in)));
      }
      X509Certificate own = chain.get(0);
      Signature signature = signature(own.getPublicKey());
      signature.initVerify(own.getPublicKey());
      signature.update(signed(role, said));
      if (!signature.verify(statement, in.position(), in.remaining())) {
        throw new CertificateRefusal(
            "the peer does not hold the key of the certificate of "
                + own.getSubjectX500Principal().getName(),
            null);
      }
      return chain;
    } catch (CertificateRefusal e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new CertificateRefusal("the peer's certificate cannot be read: " + e.getMessage(), e);
    }
  }

  private static byte[] block(ByteBuffer in) throws CertificateRefusal {
    int length = in.remaining() < 2 ? Integer.MAX_VALUE : in.getShort() & 0xffff;
    if (length > in.remaining()) {
      throw new CertificateRefusal("the peer's certificate is cut off", null);
    }
    byte[] block = new byte[length];
    in.get(block);
    return block;
  }

  private static X509Certificate certificate(byte[] encoded) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(encoded));
  }

  private static Signature signature(PublicKey key) throws GeneralSecurityException {
    return Signature.getInstance(
        key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
  }

  private static byte[] signed(char role, byte[] said) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes("perennial link certificate ".getBytes(StandardCharsets.US_ASCII));
    all.write(role);
    all.writeBytes(said);
    return all.toByteArray();
  }
}
