/**
 * The demo: a cluster of shops on loopback, one of which ages. Begin with {@link
 * dev.perennial.sample.demo.Demo}.
 */
@NullMarked
package dev.perennial.sample.demo;

import org.jspecify.annotations.NullMarked;
