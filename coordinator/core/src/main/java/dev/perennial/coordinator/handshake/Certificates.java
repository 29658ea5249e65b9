package dev.perennial.coordinator.handshake;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What an end shows beside the proof of the secret, and wants to be shown. Never instead of it: the
 * proof is asked for in any case. Thread-safe.
 */
public interface Certificates {
  /** No certificates: those of TLS are made by each process for itself, and say nothing. */
  Certificates NONE =
      new Certificates() {
        @Override
        public Optional<Own> own() {
          return Optional.empty();
        }

        @Override
        public boolean required() {
          return false;
        }

        @Override
        public void check(List<X509Certificate> chain) {}
      };

  /** Returns this end's own as it is now; it may be renewed. Empty if it shows none. */
  Optional<Own> own();

  /** Returns whether only those are let in whose certificate passes {@link #check}. */
  boolean required();

  /**
   * Checks what the other end has shown.
   *
   * @param chain its certificate first
   * @throws CertificateRefusal if certificates are required, and this one is not taken
   */
  void check(List<X509Certificate> chain) throws CertificateRefusal;

  /**
   * A certificate with its key.
   *
   * @param chain the certificate first, then those of its authorities
   */
  record Own(List<X509Certificate> chain, PrivateKey key) {
    public Own {
      chain = List.copyOf(chain);
    }

    /** Returns whom the certificate is for, in words. */
    public String subject() {
      return chain.get(0).getSubjectX500Principal().getName();
    }

    @Override
    public String toString() {
      return "certificate of " + subject();
    }
  }
}
