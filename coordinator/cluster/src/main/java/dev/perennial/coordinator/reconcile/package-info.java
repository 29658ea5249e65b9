/**
 * The leader's loop body: reads what is, asks the plan, puts its change in place. Knows neither
 * where the roster is kept nor what calls it. Begin with {@link
 * dev.perennial.coordinator.reconcile.Reconciler}.
 */
@NullMarked
package dev.perennial.coordinator.reconcile;

import org.jspecify.annotations.NullMarked;
