package io.github.deepfer.api.internal.image;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.internal.ImageDecoders;
import io.github.deepfer.api.internal.ImageDecoders.Claim;
import io.github.deepfer.api.internal.image.file.ByteReader;
import io.github.deepfer.api.internal.image.file.Malformed;
import io.github.deepfer.api.internal.image.file.PictureFile;
import io.github.deepfer.api.spi.ImageDecoderProvider;
import io.github.deepfer.api.spi.ImageHeader;
import java.util.Locale;
import java.util.Set;

/** A file of a format that only a decoder of the user's knows. */
record ForeignFile(ByteReader bytes, Claim claim) implements PictureFile {
  static ForeignFile parse(ByteReader bytes) throws Malformed {
    ImageDecoders decoders = ImageDecoders.ofThisThread();
    Claim claim = decoders.claim(bytes.file());
    if (claim == null) {
      throw unknown(bytes, decoders.formats());
    }
    return new ForeignFile(bytes, claim);
  }

  private static Malformed unknown(ByteReader bytes, Set<String> decoded) {
    StringBuilder known = new StringBuilder("JPEG, PNG, GIF, BMP and WebP");
    for (String format : decoded) {
      if (!format.equals(ImageDecoderProvider.JPEG)) {
        known.append(", ").append(format.toUpperCase(Locale.ROOT));
      }
    }
    FileKind kind = FileKind.of(bytes);
    if (kind != null) {
      return new Malformed(
          switch (kind.content()) {
            case PICTURE ->
                "is " + kind.name() + ", which is not read; convert it to one of " + known;
            case VIDEO -> "is " + kind.name() + " and not a picture; analyze it as a video";
            case OTHER -> "is " + kind.name() + " and not a picture; " + known + " are read";
          });
    }
    String start = bytes.firstBytes();
    return new Malformed(
        "is not a picture that can be read"
            + (FileKind.isText(bytes)
                ? ", but a text that begins with " + start
                : " (its first bytes are " + start + ")")
            + "; "
            + known
            + " are");
  }

  @Override
  public ImageHeader header() {
    return claim.header();
  }

  @Override
  public Image decode() {
    return claim.decoder().decode(bytes.file());
  }
}
