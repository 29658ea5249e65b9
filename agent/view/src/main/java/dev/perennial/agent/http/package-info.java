/**
 * The HTTP endpoint: probes for load balancers and Kubernetes, metrics, and the cluster as JSON.
 * Reads only; nothing can be ordered through it. Begin with {@link
 * dev.perennial.agent.http.HttpEndpoint}.
 */
@NullMarked
package dev.perennial.agent.http;

import org.jspecify.annotations.NullMarked;
