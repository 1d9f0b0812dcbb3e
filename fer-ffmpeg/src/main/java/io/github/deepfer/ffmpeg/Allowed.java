package io.github.deepfer.ffmpeg;

import io.github.deepfer.api.MediaException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.jspecify.annotations.Nullable;

/**
 * Which of FFmpeg's 350 formats and 240 decoders are used: those of videos that people have. Each
 * of the others is a way to crash the process with a file made for it, and playlists ({@code
 * concat}, {@code hls}, {@code dash}, ...) read files that the caller did not name. The reasons are
 * in {@code docs/adr/0014-which-videos-are-read.md}.
 */
final class Allowed {
  /** By FFmpeg's short names, of which a format may have several. */
  private static final Set<String> FORMATS =
      Set.of(
          ("mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,ogg,asf,gif"
                  + ",h264,hevc,m4v,mjpeg,ivf,obu,dv,yuv4mpegpipe")
              .split(","));

  /** By FFmpeg's names of decoders, not of codecs: some codecs have several. */
  private static final List<String> DECODERS =
      List.of(
          ("h264,hevc,mpeg4,msmpeg4v1,msmpeg4v2,msmpeg4,mpeg1video,mpeg2video,mpegvideo,h263,h263p"
                  + ",flv,vp6,vp6f,vp8,vp9,libdav1d,libaom-av1,av1,mjpeg,wmv1,wmv2,wmv3,vc1,theora"
                  + ",prores,dnxhd,dvvideo,gif,rawvideo,ffv1,huffyuv,ffvhuff,utvideo")
              .split(","));

  /** A video of JPEGs begins as a picture does, so that the name decides. */
  private static final Pattern MOTION_JPEG =
      Pattern.compile(".*\\.mjpe?g", Pattern.CASE_INSENSITIVE);

  private static final String READ_FORMATS =
      "MP4, MOV, 3GP, Matroska, WebM, AVI, MPEG-TS, MPEG-PS, FLV, Ogg, ASF/WMV, GIF, DV, YUV4MPEG2"
          + " and raw H.264, HEVC, AV1, MPEG and MJPEG";

  private static final String READ_CODECS =
      "H.264, HEVC, AV1, VP6 to VP9, MPEG-1, -2 and -4, H.263, FLV1, WMV, VC-1, Theora, ProRes,"
          + " DNxHD, DV, MJPEG, GIF, FFV1, HuffYUV, Ut Video and uncompressed video";

  private static final String CONVERT =
      "convert it, for example with: ffmpeg -i FILE -c:v libx264 -pix_fmt yuv420p out.mp4";

  private Allowed() {}

  static String formats() {
    return String.join(",", FORMATS);
  }

  static String decoders() {
    return String.join(",", DECODERS);
  }

  /**
   * The format as which a file is read.
   *
   * @param format what FFmpeg takes the file for
   * @throws MediaException if it is not read
   */
  static AVInputFormat checkFormat(Path file, AVInputFormat format) {
    String name = format.name().getString();
    if (Arrays.stream(name.split(",")).anyMatch(FORMATS::contains)) {
      return format;
    }
    if (name.equals("jpeg_pipe") && MOTION_JPEG.matcher(file.toString()).matches()) {
      return avformat.av_find_input_format("mjpeg");
    }
    if (name.endsWith("_pipe") || name.startsWith("image2") || name.equals("apng")) {
      throw isPicture(file, name.replaceFirst("_pipe$", ""));
    }
    throw new MediaException(
        file
            + (" holds no video that is read: it is taken for " + name)
            + (" (" + format.long_name().getString() + "), read are " + READ_FORMATS)
            + ("; playlists and rare formats are refused. Name the video itself, or " + CONVERT));
  }

  static MediaException isPicture(Path file, String kind) {
    return new MediaException(
        file + (" is a picture (" + kind + "), and holds no video; analyze it as a picture"));
  }

  /** The decoder of a stream. */
  static AVCodec decoder(Path file, AVStream stream) {
    int id = stream.codecpar().codec_id();
    AVCodec codec = avcodec.avcodec_find_decoder(id);
    String name = avcodec.avcodec_get_name(id).getString();
    if (isMissing(codec)) {
      throw new MediaException(
          file + " is encoded as " + name + ", which this FFmpeg cannot decode; " + CONVERT);
    }
    if (!DECODERS.contains(codec.name().getString())) {
      throw new MediaException(
          file
              + (" is encoded as " + name + ", which is not read; read are " + READ_CODECS)
              + ("; decoders of rare codecs are refused, as they are the least safe: " + CONVERT));
    }
    return codec;
  }

  private static boolean isMissing(@Nullable AVCodec codec) {
    return codec == null || codec.isNull();
  }
}
