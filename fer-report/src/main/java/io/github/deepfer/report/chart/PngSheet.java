package io.github.deepfer.report.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A picture; without a font it stays without text. */
final class PngSheet implements Sheet {
  private static final BasicStroke THIN = new BasicStroke(1);
  private static final BasicStroke THICK =
      new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

  private final BufferedImage image;
  private final Graphics2D g;
  private final boolean letters = Charts.textProblem().isEmpty();

  private PngSheet(int width, int height) {
    image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    if (letters) {
      g.setRenderingHint(
          RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    }
    rectangle(WHITE, 0, 0, width, height);
  }

  /** Draws a PNG. */
  static byte[] of(int width, int height, Consumer<Sheet> drawing) {
    PngSheet sheet = new PngSheet(width, height);
    try {
      drawing.accept(sheet);
      return sheet.png();
    } finally {
      sheet.g.dispose();
    }
  }

  private byte[] png() {
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
  public void rectangle(int color, int x, int y, int width, int height) {
    g.setColor(new Color(color));
    g.fillRect(x, y, width, height);
  }

  @Override
  public void rounded(int color, int x, int y, int side) {
    g.setColor(new Color(color));
    g.fillRoundRect(x, y, side, side, 4, 4);
  }

  @Override
  public void line(int color, int x1, int y1, int x2, int y2) {
    g.setColor(new Color(color));
    g.drawLine(x1, y1, x2, y2);
  }

  @Override
  public void curve(int color, double[] x, double[] y) {
    Path2D path = new Path2D.Double();
    path.moveTo(x[0], y[0]);
    for (int i = 0; i < x.length; i++) {
      // A curve of one point is a dot.
      path.lineTo(x[i], y[i]);
    }
    g.setColor(new Color(color));
    g.setStroke(THICK);
    g.draw(path);
    g.setStroke(THIN);
  }

  @Override
  public void text(Letters style, int color, String text, int x, int y) {
    if (letters) {
      g.setFont(font(style));
      g.setColor(new Color(color));
      g.drawString(text, x, y);
    }
  }

  @Override
  public void centered(Letters style, int color, String text, int x, int y) {
    text(style, color, text, x - width(style, text) / 2, y);
  }

  @Override
  public void upward(Letters style, int color, String text, int x, int y) {
    g.rotate(-Math.PI / 2, x, y);
    centered(style, color, text, x, y);
    g.rotate(Math.PI / 2, x, y);
  }

  @Override
  public int width(Letters style, String text) {
    return letters ? g.getFontMetrics(font(style)).stringWidth(text) : 0;
  }

  private static Font font(Letters style) {
    return new Font(Font.SANS_SERIF, style.bold() ? Font.BOLD : Font.PLAIN, style.size());
  }
}
