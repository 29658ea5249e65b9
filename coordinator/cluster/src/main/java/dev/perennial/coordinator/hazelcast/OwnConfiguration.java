package dev.perennial.coordinator.hazelcast;

import com.hazelcast.internal.dynamicconfig.ClusterWideConfigurationService;
import com.hazelcast.internal.dynamicconfig.ConfigCheckMode;
import com.hazelcast.internal.dynamicconfig.EmptyDynamicConfigListener;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.spi.impl.NodeEngine;

/**
 * A member's configuration is what it starts with. Hazelcast would take more from any other member:
 * classes to make by name (stores, listeners), connections to databases and to other clusters.
 */
final class OwnConfiguration extends ClusterWideConfigurationService {
  OwnConfiguration(NodeEngine engine) {
    super(engine, new EmptyDynamicConfigListener());
  }

  @Override
  public void registerConfigLocally(IdentifiedDataSerializable config, ConfigCheckMode mode) {
    throw new SecurityException(
        "a configuration from another member is not allowed: " + config.getClass().getSimpleName());
  }
}
