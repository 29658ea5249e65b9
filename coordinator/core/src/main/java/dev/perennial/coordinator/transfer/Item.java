package dev.perennial.coordinator.transfer;

import org.jspecify.annotations.Nullable;

/** What one server knows of one item. */
final class Item {
  Place place;

  /** The last one given here while HERE; else the one in which the item left or came. */
  Version version = Version.NONE;

  /** Of that version; null if it was never captured. */
  @Nullable Digest digest;

  /** May have changed since it was captured last. */
  boolean dirty;

  /** The next capture gets a new version, also if it is equal: the present one was refused. */
  boolean renew;

  /** The other server keeps exactly {@link #version}; of an ended item: knows that it has ended. */
  boolean acknowledged;

  /** Ended for this round alone: it could not be moved. */
  boolean left;

  /** Of the versions given here. */
  long term;

  /** What is kept ready here: built from the other server's bytes, or what was handed over. */
  Version staged = Version.NONE;

  @Nullable Digest stagedDigest;

  /** A promise was given never to take this version or an older one. */
  Version fence = Version.NONE;

  /** The version in which it was taken last. */
  Version taken = Version.NONE;

  @Nullable Digest takenDigest;

  /** In this version it has ended at the other server. */
  Version tombstone = Version.NONE;

  Item(Place place, long term) {
    this.place = place;
    this.term = term;
  }

  Item(Item other) {
    place = other.place;
    version = other.version;
    digest = other.digest;
    dirty = other.dirty;
    renew = other.renew;
    acknowledged = other.acknowledged;
    left = other.left;
    term = other.term;
    staged = other.staged;
    stagedDigest = other.stagedDigest;
    fence = other.fence;
    taken = other.taken;
    takenDigest = other.takenDigest;
    tombstone = other.tombstone;
  }

  boolean isStaged(Version wanted, Digest wantedDigest) {
    return staged.equals(wanted) && wantedDigest.equals(stagedDigest);
  }

  boolean wasTaken(Version asked, Digest askedDigest) {
    return taken.equals(asked) && askedDigest.equals(takenDigest);
  }

  /** Gives the present state its next version. */
  void nextVersion(@Nullable Digest of) {
    version = version.next(term);
    digest = of;
    renew = false;
    acknowledged = false;
  }

  void dropStaged() {
    staged = Version.NONE;
    stagedDigest = null;
  }
}
