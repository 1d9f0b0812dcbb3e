package io.github.deepfer.ffmpeg;

import static io.github.deepfer.ffmpeg.Films.ok;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVOutputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;

/** Videos by any encoder of FFmpeg's, of frames that the test fills. */
final class Encoded {
  private Encoded() {}

  /**
   * Writes a video of 25 frames per second.
   *
   * @param file its name tells the container
   * @param codec FFmpeg's name of the encoder
   * @param frames how many
   * @param setUp sets the encoder's size, pixel format and colours
   * @param fill writes the planes of a frame
   */
  static Path video(
      Path file, String codec, int frames, Consumer<AVCodecContext> setUp, Consumer<AVFrame> fill) {
    FFmpeg.load();
    AVFormatContext format = new AVFormatContext(null);
    ok(
        avformat.avformat_alloc_output_context2(
            format, (AVOutputFormat) null, (String) null, file.toString()));
    FFmpeg.silence(format);
    AVCodec encoder = avcodec.avcodec_find_encoder_by_name(codec);
    AVCodecContext context = avcodec.avcodec_alloc_context3(encoder);
    FFmpeg.silence(context);
    context.time_base(avutil.av_make_q(1, 25)).framerate(avutil.av_make_q(25, 1));
    setUp.accept(context);
    if ((format.oformat().flags() & avformat.AVFMT_GLOBALHEADER) != 0) {
      context.flags(context.flags() | avcodec.AV_CODEC_FLAG_GLOBAL_HEADER);
    }
    ok(avcodec.avcodec_open2(context, encoder, (AVDictionary) null));
    AVStream stream = avformat.avformat_new_stream(format, null);
    stream.time_base(context.time_base()).avg_frame_rate(context.framerate());
    ok(avcodec.avcodec_parameters_from_context(stream.codecpar(), context));
    AVIOContext io = new AVIOContext(null);
    ok(avformat.avio_open(io, file.toString(), avformat.AVIO_FLAG_WRITE));
    format.pb(io);
    ok(avformat.avformat_write_header(format, (AVDictionary) null));
    AVFrame frame = avutil.av_frame_alloc();
    frame.width(context.width());
    frame.height(context.height());
    frame.format(context.pix_fmt());
    frame.color_range(context.color_range());
    frame.colorspace(context.colorspace());
    ok(avutil.av_frame_get_buffer(frame, 0));
    for (int i = 0; i < frames; i++) {
      ok(avutil.av_frame_make_writable(frame));
      fill.accept(frame);
      frame.pts(i);
      encode(format, context, stream, frame);
    }
    encode(format, context, stream, null);
    ok(avformat.av_write_trailer(format));
    avutil.av_frame_free(frame);
    avcodec.avcodec_free_context(context);
    avformat.avio_closep(io);
    avformat.avformat_free_context(format);
    return file;
  }

  private static void encode(
      AVFormatContext format, AVCodecContext context, AVStream stream, AVFrame frame) {
    ok(avcodec.avcodec_send_frame(context, frame));
    AVPacket packet = avcodec.av_packet_alloc();
    while (avcodec.avcodec_receive_packet(context, packet) >= 0) {
      avcodec.av_packet_rescale_ts(packet, context.time_base(), stream.time_base());
      packet.stream_index(0);
      ok(avformat.av_interleaved_write_frame(format, packet));
    }
    avcodec.av_packet_free(packet);
  }
}
