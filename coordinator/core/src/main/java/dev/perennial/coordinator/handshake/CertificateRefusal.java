package dev.perennial.coordinator.handshake;

import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** The other end's certificate is not taken; the message names it and says why. */
public final class CertificateRefusal extends CertificateException {
  private static final long serialVersionUID = 1;

  public CertificateRefusal(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
