package dev.perennial.agent.duplex;

import dev.perennial.coordinator.transfer.Digest;
import dev.perennial.coordinator.transfer.StateBytes;

/**
 * An item's state as it was captured.
 *
 * @param digest of the state alone: the same as long as that is
 * @param bytes to build it from
 */
record Snapshot(Digest digest, StateBytes bytes) {}
