package io.github.deepfer.onnx.classify;

import io.github.deepfer.api.Image;
import io.github.deepfer.api.Landmarks;
import io.github.deepfer.api.PixelFormat;
import io.github.deepfer.api.Point;
import io.github.deepfer.onnx.tensor.FacePreprocessor;
import io.github.deepfer.onnx.tensor.InputSpec;
import io.github.deepfer.onnx.tensor.TensorWriter;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Turns, scales and shifts a face so that its landmarks come to lie as near as they can, in the
 * sense of least squares, to where a model saw them in training: the similarity transform of
 * Umeyama, "Least-Squares Estimation of Transformation Parameters Between Two Point Patterns",
 * 1991, without reflection. Each pixel is the mean of bilinear samples, as many as it has pixels of
 * the picture; outside the picture the nearest pixel counts. Reused for face after face; not
 * thread-safe.
 */
final class FaceAligner {
  private static final int POINTS = 5;

  /**
   * Per side of a pixel; a face of 16 times the input's size is rare, and blurred enough by then.
   */
  private static final int MAX_SAMPLES = 16;

  private final InputSpec spec;
  private final TensorWriter writer;
  private final float[] templateX = new float[POINTS];
  private final float[] templateY = new float[POINTS];
  private final float[] facesX = new float[POINTS];
  private final float[] facesY = new float[POINTS];
  private final float[] planes;
  private final float[] sample;

  /**
   * Aligns to a template.
   *
   * @param template in pixels of the input, whose centres are whole numbers
   */
  FaceAligner(InputSpec spec, Landmarks template) {
    this.spec = spec;
    writer = new TensorWriter(spec);
    planes = new float[spec.size()];
    sample = new float[spec.channels()];
    fill(template, templateX, templateY);
  }

  private static void fill(Landmarks points, float[] x, float[] y) {
    fill(points.leftEye(), x, y, 0);
    fill(points.rightEye(), x, y, 1);
    fill(points.nose(), x, y, 2);
    fill(points.leftMouth(), x, y, 3);
    fill(points.rightMouth(), x, y, 4);
  }

  private static void fill(Point point, float[] x, float[] y, int at) {
    x[at] = point.x();
    y[at] = point.y();
  }

  /**
   * Writes one face.
   *
   * @return whether the landmarks tell how it lies; if not, nothing was written
   */
  boolean write(Image image, ByteBuffer pixels, Landmarks landmarks, FloatBuffer tensor, int face) {
    fill(landmarks, facesX, facesY);
    double meanX = mean(templateX);
    double meanY = mean(templateY);
    double faceX = mean(facesX);
    double faceY = mean(facesY);
    double dot = 0;
    double cross = 0;
    double spread = 0;
    for (int i = 0; i < POINTS; i++) {
      double x = templateX[i] - meanX;
      double y = templateY[i] - meanY;
      dot += x * (facesX[i] - faceX) + y * (facesY[i] - faceY);
      cross += x * (facesY[i] - faceY) - y * (facesX[i] - faceX);
      spread += x * x + y * y;
    }
    double cos = dot / spread;
    double sin = cross / spread;
    double scale = Math.hypot(cos, sin);
    if (!(scale > 0 && scale < Math.max(image.width(), image.height()))) {
      return false;
    }
    int samples = (int) Math.max(1, Math.min(MAX_SAMPLES, Math.ceil(scale)));
    int area = spec.width() * spec.height();
    for (int row = 0; row < spec.height(); row++) {
      for (int column = 0; column < spec.width(); column++) {
        Arrays.fill(sample, 0);
        for (int i = 0; i < samples; i++) {
          double y = row + (i + 0.5) / samples - 0.5 - meanY;
          for (int k = 0; k < samples; k++) {
            double x = column + (k + 0.5) / samples - 0.5 - meanX;
            addSample(image, pixels, faceX + cos * x - sin * y, faceY + sin * x + cos * y);
          }
        }
        for (int channel = 0; channel < sample.length; channel++) {
          planes[channel * area + row * spec.width() + column] =
              sample[channel] / samples / samples;
        }
      }
    }
    writer.write(planes, tensor, face);
    return true;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private void addSample(Image image, ByteBuffer pixels, double x, double y) {
    double left = Math.floor(x);
    double top = Math.floor(y);
    float toRight = (float) (x - left);
    float toBottom = (float) (y - top);
    int x0 = inside(left, image.width());
    int x1 = inside(left + 1, image.width());
    int y0 = inside(top, image.height());
    int y1 = inside(top + 1, image.height());
    addPixel(image, pixels, x0, y0, (1 - toRight) * (1 - toBottom));
    addPixel(image, pixels, x1, y0, toRight * (1 - toBottom));
    addPixel(image, pixels, x0, y1, (1 - toRight) * toBottom);
    addPixel(image, pixels, x1, y1, toRight * toBottom);
  }

  private static int inside(double position, int size) {
    return (int) Math.max(0, Math.min(size - 1, position));
  }

  private void addPixel(Image image, ByteBuffer pixels, int x, int y, float weight) {
    PixelFormat format = image.format();
    int at = y * image.stride() + x * format.bytesPerPixel();
    if (spec.color() != PixelFormat.GRAY) {
      sample[spec.color().red()] += weight * (pixels.get(at + format.red()) & 0xff);
      sample[spec.color().green()] += weight * (pixels.get(at + format.green()) & 0xff);
      sample[spec.color().blue()] += weight * (pixels.get(at + format.blue()) & 0xff);
    } else if (format == PixelFormat.GRAY) {
      sample[0] += weight * (pixels.get(at) & 0xff);
    } else {
      sample[0] +=
          weight
              * FacePreprocessor.gray(
                  pixels.get(at + format.red()) & 0xff,
                  pixels.get(at + format.green()) & 0xff,
                  pixels.get(at + format.blue()) & 0xff);
    }
  }
}
