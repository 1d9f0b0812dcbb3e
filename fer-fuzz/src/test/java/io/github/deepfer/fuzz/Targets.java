package io.github.deepfer.fuzz;

import io.github.deepfer.fixtures.DamagedPictures;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** All that is fuzzed. */
enum Targets {
  /** Any file, with limits that let nothing be decoded: what looks at headers. */
  HEADERS {
    @Override
    Target open() {
      return new PictureTarget(1, "jpg", "png", "gif", "bmp", "webp", "mp4", "onnx");
    }
  },
  WEBP {
    @Override
    Target open() {
      return new PictureTarget(PictureTarget.PIXELS, "webp");
    }
  },
  PNG {
    @Override
    Target open() {
      PictureTarget target = new PictureTarget(PictureTarget.PIXELS, "png");
      return new Target() {
        @Override
        public void run(byte[] input) {
          // Nothing behind a wrong checksum is reached.
          byte[] file = input.clone();
          DamagedPictures.correctChecksums(file);
          target.run(file);
        }

        @Override
        public List<byte[]> seeds() throws IOException {
          return target.seeds();
        }
      };
    }
  },
  RASTER {
    @Override
    Target open() {
      return new PictureTarget(PictureTarget.PIXELS, "gif", "bmp");
    }
  },
  JPEG {
    @Override
    Target open() {
      return new PictureTarget(PictureTarget.PIXELS, "jpg");
    }
  },
  VIDEO {
    @Override
    Target open() throws IOException {
      return new VideoTarget();
    }
  },
  MODEL {
    @Override
    Target open() {
      return new ModelTarget();
    }
  },
  TABLE {
    @Override
    Target open() throws IOException {
      return new TableTarget();
    }
  },
  HTTP {
    @Override
    Target open() throws IOException {
      return new HttpTarget();
    }
  },
  LIVE {
    @Override
    Target open() throws IOException {
      return new LiveTarget();
    }
  };

  abstract Target open() throws IOException;

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<Targets> of(String labels) {
    return labels.equals("all")
        ? List.of(values())
        : Arrays.stream(labels.split(",", -1))
            .map(label -> valueOf(label.toUpperCase(Locale.ROOT)))
            .toList();
  }
}
