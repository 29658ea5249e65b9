package dev.perennial.coordinator.transfer;

/**
 * Where an item is, as one of the two servers knows it.
 *
 * <pre>
 * here:   HERE --(Take sent)--> IN_DOUBT --(Taken, exactly this version)--> AWAY
 *           ^--(TakeFailed, Owns NO)--'
 * there:  AWAY --(Take came)--> ARRIVING --(published)--> HERE
 *           ^----------(failed)-----'
 * HERE --(the application ends it)--> ENDED
 * </pre>
 *
 * While the two agree, one of them says HERE and the other AWAY. In between one says IN_DOUBT: then
 * nobody but the other may serve it. Never do both say HERE.
 */
public enum Place {
  /** Owned by this server, which serves it. */
  HERE,
  /** Handed over without an answer yet: neither served nor relayed, but asked for. */
  IN_DOUBT,
  /** Owned by the other server, as far as it exists: relayed. */
  AWAY,
  /** Being put in place here: not served yet. */
  ARRIVING,
  /** Ended while this server owned it. */
  ENDED
}
