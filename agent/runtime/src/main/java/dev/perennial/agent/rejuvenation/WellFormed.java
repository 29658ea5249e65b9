package dev.perennial.agent.rejuvenation;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** Tells whether a file is well-formed XML, by the JDK's own parser; nothing else is read. */
final class WellFormed {
  private WellFormed() {}

  /** Returns what is wrong, in words; empty if nothing is, or it cannot be told. */
  static String obstacle(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      // Not the application's parser, which may be any.
      SAXParser parser = SAXParserFactory.newDefaultInstance().newSAXParser();
      parser.parse(in, new Silent());
      return "";
    } catch (SAXParseException e) {
      return "line " + e.getLineNumber() + ": " + e.getMessage();
    } catch (SAXException e) {
      return String.valueOf(e.getMessage());
    } catch (IOException e) {
      return "it cannot be read: " + e.getMessage();
    } catch (ParserConfigurationException e) {
      // A JDK without its parser: then the container has another one.
      return "";
    }
  }

  private static final class Silent extends DefaultHandler {
    @Override
    public InputSource resolveEntity(String publicId, String systemId) {
      return new InputSource(new StringReader(""));
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }
}
