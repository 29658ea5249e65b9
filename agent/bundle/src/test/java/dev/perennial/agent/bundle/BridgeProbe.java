package dev.perennial.agent.bundle;

/** An application that says where the bridge is, by an own loader as a container would have it. */
final class BridgeProbe {
  private BridgeProbe() {}

  public static void main(String[] args) {
    try {
      Class<?> bridge = new ClassLoader(null) {}.loadClass("java.lang.PerennialBridge");
      System.out.println("bridge: " + bridge.getModule().getName() + " " + bridge.getClassLoader());
    } catch (ClassNotFoundException e) {
      System.out.println("bridge: none");
    }
  }
}
