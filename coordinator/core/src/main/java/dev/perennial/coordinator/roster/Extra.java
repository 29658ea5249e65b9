package dev.perennial.coordinator.roster;

/**
 * What a newer version has written into a record and this version does not know: it is carried
 * along, so that it outlives a change by this version, and looked into by nobody. Its {@code
 * equals} compares what it holds.
 */
public interface Extra {
  /** What this version knows is all there is. */
  Extra NONE =
      new Extra() {
        @Override
        public String toString() {
          return "none";
        }
      };
}
