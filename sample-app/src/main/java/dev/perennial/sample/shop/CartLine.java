package dev.perennial.sample.shop;

import java.io.Serializable;

/**
 * One line of a cart.
 *
 * @param article its id
 * @param quantity at least 1
 * @param amount in cents, of the whole line
 * @param write the client's number of the request that added it
 */
record CartLine(String article, int quantity, long amount, long write) implements Serializable {}
