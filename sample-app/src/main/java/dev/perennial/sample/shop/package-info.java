/**
 * A small web shop on embedded Tomcat: carts in sessions, an order book in the process. It knows
 * nothing of the agent but the optional API. Begin with {@link
 * dev.perennial.sample.shop.ShopServer}.
 */
@NullMarked
package dev.perennial.sample.shop;

import org.jspecify.annotations.NullMarked;
