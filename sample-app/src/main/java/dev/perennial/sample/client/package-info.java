/**
 * The verifying client: many sessions, each answer checked against what was acknowledged before.
 * Begin with {@link dev.perennial.sample.client.Traffic}; what counts as right is in {@link
 * dev.perennial.sample.client.SessionModel} and {@link dev.perennial.sample.client.OrderBookModel}.
 */
@NullMarked
package dev.perennial.sample.client;

import org.jspecify.annotations.NullMarked;
