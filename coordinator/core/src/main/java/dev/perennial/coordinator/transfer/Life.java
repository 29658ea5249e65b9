package dev.perennial.coordinator.transfer;

/**
 * One life of a server.
 *
 * @param server its name, stable over restarts
 * @param incarnation the number of this life
 */
public record Life(String server, long incarnation) {
  @Override
  public String toString() {
    return server + "#" + incarnation;
  }
}
