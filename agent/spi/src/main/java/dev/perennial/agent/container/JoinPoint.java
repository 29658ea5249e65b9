package dev.perennial.agent.container;

/**
 * A method of a container that advice is woven into. Name and number of parameters tell it apart in
 * all versions of its class.
 *
 * @param type the class that declares it, such as "org.example.Connector"
 * @param method its name, or {@link #CONSTRUCTOR}
 * @param parameters how many it takes
 * @param advice what is woven in; it calls {@code PerennialBridge} and nothing else, allocates
 *     nothing and lets no error out
 */
public record JoinPoint(String type, String method, int parameters, Class<?> advice) {
  /** Stands for the name of a constructor, whose advice must suppress nothing. */
  public static final String CONSTRUCTOR = "<init>";

  /** Returns the class as the JVM names it: "org/example/Connector". */
  public String internalType() {
    return type.replace('.', '/');
  }
}
