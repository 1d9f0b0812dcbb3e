package io.github.deepfer.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/** A picture file that was sent. */
final class Upload {
  private final String name;
  private final Supplier<byte[]> content;

  private Upload(String name, Supplier<byte[]> content) {
    this.name = name;
    this.content = content;
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

  /** The file: the body itself where it is all of that, else a copy of a part for each call. */
  byte[] bytes() {
    return content.get();
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
    return body.length == 0 ? List.of() : List.of(new Upload("picture", () -> body));
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

  private static byte[] join(List<ByteBuffer> pieces) {
    ByteBuffer whole = ByteBuffer.allocate(pieces.stream().mapToInt(ByteBuffer::remaining).sum());
    pieces.forEach(piece -> whole.put(piece.duplicate()));
    return whole.array();
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
    private List<ByteBuffer> content = new ArrayList<>();
    private @Nullable Throwable failure;

    @Override
    public void onPartContent(Content.Chunk chunk) {
      if (chunk.hasRemaining()) {
        content.add(chunk.getByteBuffer().slice());
      }
    }

    @Override
    public void onPart(@Nullable String name, @Nullable String fileName, HttpFields headers) {
      boolean isFile = fileName != null || headers.contains(HttpHeader.CONTENT_TYPE);
      if (!content.isEmpty() && isFile) {
        String shown = fileName == null || fileName.isEmpty() ? "picture" : fileName;
        List<ByteBuffer> pieces = content;
        uploads.add(new Upload(shown, () -> join(pieces)));
      }
      content = new ArrayList<>();
    }

    @Override
    public void onFailure(Throwable cause) {
      failure = cause;
    }
  }
}
