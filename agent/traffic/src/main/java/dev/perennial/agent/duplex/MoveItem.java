package dev.perennial.agent.duplex;

/**
 * Something that a duplexing would move, or would not.
 *
 * @param name unique in this server, such as "localhost/shop" or "order-book"
 * @param kind "sessions" of an application, or "part"
 * @param moves whether all of it would move
 * @param count how many of it there are: sessions, or 1
 * @param bytes its size as last measured, negative if not known
 * @param detail what would not move and why, in words; empty if all would
 */
public record MoveItem(
    String name, String kind, boolean moves, long count, long bytes, String detail) {}
