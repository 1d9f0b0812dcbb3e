package io.github.deepfer.web.browser;

import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** A picture as a phone that was held upright stores it: lying on its side, with EXIF to say so. */
final class TurnedPhoto {
  private static final short ORIENTATION = 0x112;
  private static final short SHORT = 3;
  private static final short TURN_CLOCKWISE_TO_SHOW = 6;

  private TurnedPhoto() {}

  static byte[] of(Path upright) throws IOException {
    BufferedImage picture = ImageIO.read(upright.toFile());
    BufferedImage lying =
        new BufferedImage(picture.getHeight(), picture.getWidth(), BufferedImage.TYPE_INT_RGB);
    AffineTransform turn = AffineTransform.getQuadrantRotateInstance(-1);
    turn.translate(-picture.getWidth(), 0);
    lying.createGraphics().drawImage(picture, turn, null);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ImageIO.write(lying, "jpeg", out);
    byte[] jpeg = out.toByteArray();

    ByteBuffer segment = ByteBuffer.allocate(36);
    segment.putShort((short) 0xFFE1).putShort((short) 34);
    segment.put("Exif\0\0MM".getBytes(StandardCharsets.US_ASCII)).putShort((short) 42).putInt(8);
    segment.putShort((short) 1).putShort(ORIENTATION).putShort(SHORT).putInt(1);
    segment.putShort(TURN_CLOCKWISE_TO_SHOW).putShort((short) 0).putInt(0);
    out.reset();
    out.write(jpeg, 0, 2);
    out.writeBytes(segment.array());
    out.writeBytes(Arrays.copyOfRange(jpeg, 2, jpeg.length));
    return out.toByteArray();
  }
}
