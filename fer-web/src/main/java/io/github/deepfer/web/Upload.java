package io.github.deepfer.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/** A picture file that was sent. */
final class Upload {
  private final String name;
  private final byte[] bytes;

  private Upload(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The sender's name for it. */
  String name() {
    return name;
  }

  /** The file, shared, not copied. */
  byte[] bytes() {
    return bytes;
  }

  static boolean supports(String contentType) {
    String type = contentType.toLowerCase(Locale.ROOT);
    return type.isEmpty()
        || type.startsWith("multipart/form-data")
        || type.startsWith("image/")
        || type.startsWith("application/octet-stream");
  }

  static List<Upload> of(String contentType, byte[] body) throws Malformed {
    if (contentType.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
      return parts(contentType, body);
    }
    return body.length == 0 ? List.of() : List.of(new Upload("picture", body));
  }

  private static List<Upload> parts(String contentType, byte[] body) throws Malformed {
    String boundary = MultiPart.extractBoundary(contentType);
    if (boundary == null || boundary.isEmpty()) {
      throw new Malformed("The multipart type names no boundary.", new IOException("no boundary"));
    }
    Collector collector = new Collector();
    MultiPart.Parser parser = new MultiPart.Parser(boundary, collector);
    parser.setMaxParts(Limits.MAX_FILES);
    try {
      parser.parse(Content.Chunk.from(ByteBuffer.wrap(body), true));
    } catch (RuntimeException e) {
      throw damaged(e);
    }
    if (collector.failure != null) {
      throw damaged(collector.failure);
    }
    return collector.uploads;
  }

  private static Malformed damaged(Throwable cause) {
    return new Malformed(
        "The multipart body is damaged or has more than "
            + Limits.MAX_FILES
            + " parts; send one part per picture.",
        cause);
  }

  /** Keeps parts in memory; Jetty's own form parser may write them to temporary files. */
  private static final class Collector extends MultiPart.AbstractPartsListener {
    private final List<Upload> uploads = new ArrayList<>();
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private @Nullable Throwable failure;

    @Override
    public void onPartContent(Content.Chunk chunk) {
      byte[] copy = new byte[chunk.remaining()];
      chunk.getByteBuffer().get(copy);
      content.writeBytes(copy);
    }

    @Override
    public void onPart(@Nullable String name, @Nullable String fileName, HttpFields headers) {
      boolean isFile = fileName != null || headers.contains(HttpHeader.CONTENT_TYPE);
      if (content.size() > 0 && isFile) {
        String shown = fileName == null || fileName.isEmpty() ? "picture" : fileName;
        uploads.add(new Upload(shown, content.toByteArray()));
      }
      content.reset();
    }

    @Override
    public void onFailure(Throwable cause) {
      failure = cause;
    }
  }
}
