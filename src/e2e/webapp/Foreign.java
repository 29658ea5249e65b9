import java.io.Serializable;

/** Of no application: a server has it in its own library folder, or has it not. */
public class Foreign implements Serializable {
  private static final long serialVersionUID = 1L;
  final String text = "foreign";
}
