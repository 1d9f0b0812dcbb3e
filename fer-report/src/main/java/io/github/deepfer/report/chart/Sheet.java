package io.github.deepfer.report.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A white picture to draw on; without a font it stays without text. */
final class Sheet implements AutoCloseable {
  static final Color INK = new Color(0x15181C);
  static final Color FAINT = new Color(0x5A626B);
  static final Color GRID = new Color(0xD5D9DE);
  static final Color EMPTY = new Color(0xF1F3F5);
  static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 24);
  static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 16);
  static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

  private final BufferedImage image;
  private final Graphics2D g;
  private final boolean letters = Charts.textProblem().isEmpty();

  Sheet(int width, int height) {
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    if (letters) {
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    }
    rectangle(Color.WHITE, 0, 0, width, height);
  }

  void rectangle(Color color, int x, int y, int width, int height) {
    g.setColor(color);
    g.fillRect(x, y, width, height);
  }

  void rounded(Color color, int x, int y, int side) {
    g.setColor(color);
    g.fillRoundRect(x, y, side, side, 4, 4);
  }

  void line(Color color, int x1, int y1, int x2, int y2) {
    g.setColor(color);
    g.drawLine(x1, y1, x2, y2);
  }

  void text(Font font, Color color, String text, int x, int y) {
    if (letters) {
      g.setFont(font);
      g.setColor(color);
      g.drawString(text, x, y);
    }
  }

  void centered(Font font, Color color, String text, int x, int y) {
    text(font, color, text, x - width(font, text) / 2, y);
  }

  /** Upwards, its middle at the point. */
  void upward(Font font, Color color, String text, int x, int y) {
    g.rotate(-Math.PI / 2, x, y);
    centered(font, color, text, x, y);
    g.rotate(Math.PI / 2, x, y);
  }

  int width(Font font, String text) {
    return letters ? g.getFontMetrics(font).stringWidth(text) : 0;
  }

  /** The text, shortened at its end until it fits. */
  String fitting(Font font, String text, int width) {
    String fitting = text;
    while (width(font, fitting) > width) {
      fitting = fitting.substring(0, fitting.length() - 2) + "…";
    }
    return fitting;
  }

  byte[] png() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    // In memory: by default ImageIO wants a file in the temporary directory, which may be full.
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(image, "png", stream)) {
        throw new IllegalStateException("this Java writes no PNG");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    g.dispose();
  }
}
