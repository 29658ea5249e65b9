package dev.perennial.sample.client;

import java.net.InetSocketAddress;

/**
 * A server as a balancer knows it.
 *
 * @param name of the server
 * @param application where its application listens
 * @param health where it tells whether it is ready
 * @param healthPath of that; 200 means ready
 */
public record Endpoint(
    String name, InetSocketAddress application, InetSocketAddress health, String healthPath) {}
