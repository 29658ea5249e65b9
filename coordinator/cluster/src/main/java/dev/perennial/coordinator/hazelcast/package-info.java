/**
 * Membership, roster and reports over Hazelcast: the only package that names com.hazelcast. Begin
 * with {@link dev.perennial.coordinator.hazelcast.LastingRosterStore}.
 */
@NullMarked
package dev.perennial.coordinator.hazelcast;

import org.jspecify.annotations.NullMarked;
