/**
 * Media: what an upload contains, and its decoding to mono samples at 16 kHz.
 *
 * <p>Promise: a file that arrives here harms nothing but its own request, whatever it contains. It is stored for that
 * request alone and recognised by its content. Only a fenced child process decodes it. The PCM samples of a WAV file
 * need no decoding and are read here.
 *
 * <h2>Operations</h2>
 *
 * <ul>
 *   <li>{@link dev.escriba.media.control.Uploads#receive}: stores a stream of bytes in a private temporary file
 *   <li>{@link dev.escriba.media.control.MediaProbe#probe}: finds the format, codec, rate and channels of an upload,
 *       and the length that it claims
 *   <li>{@link dev.escriba.media.control.MediaDecoder#decode}: decodes its chosen audio track to a stream of
 *       samples, all channels mixed or one alone. The chosen track is the default one, or else the first that can be
 *       decoded, or else, where that is silent, the first one
 *       with a sound (of the first four)
 *   <li>{@link dev.escriba.media.control.MediaDecoder#channels}: finds the channels with sound, without those that
 *       repeat an earlier one
 *   <li>{@link dev.escriba.media.control.AudioStore#keep}: reads such a stream to its end and keeps its samples, which
 *       have a length then
 *   <li>{@link dev.escriba.media.control.AudioStore#channels}: finds the channels, and keeps them in the same pass
 * </ul>
 *
 * <h2>Requirements</h2>
 *
 * <ol>
 *   <li>The limit on bytes is enforced while reading, and is inclusive. Only this service's user can read the file of
 *       an upload. Its path contains nothing from the client's file name. The file is deleted when the upload is closed
 *       and when receiving it fails. Files that a killed process left are deleted at the next start.
 *   <li>The content decides the format, never a name or a media type. A file of unknown format is not opened by ffmpeg.
 *   <li>The header of a WAV file is not trusted: its numbers decide how much memory is taken only within fixed bounds,
 *       and never how much is read. What the reader does not know for certain goes to ffmpeg.
 *   <li>ffmpeg may use the one demuxer of the recognised format and the audio decoders that it needs. It may open no
 *       other file and no network, writes only to its pipe, and is limited in memory and time. Where the system allows
 *       it, ffmpeg has no network at all and can gain no privilege. The log at start names the layers in force.
 *   <li>A decoder waits for its reader. Where the length or the channels have to be known first, the samples are kept:
 *       16 bits each, a scale for each block, up to 8 MB of a recording in memory, more in a private file. All
 *       recordings together have a sixteenth of the heap in memory, 32 MB at most; the others are in files. A file is
 *       deleted when the run ends, and at the next start. All kept audio together is limited. Channels that find no
 *       room are decoded again, one by one. No run waits for a place or for its hold while it has a decoder. Audio
 *       that is not kept is recognised while its decoder is open. A slow reader does not use up the time of the
 *       decoder. A decoder that lets its reader wait too long is killed.
 *   <li>Processor time judges a recording: it is limited in relation to the audio that is decoded with it. The clock
 *       judges this machine: a process that waits too long gets 503.
 *   <li>The number of ffmpeg processes at a time is limited. An account has at most half of them. When memory runs out,
 *       the system ends them before the server.
 *   <li>The length of the decoded audio is limited by counting samples. The length in a header is not verified.
 *   <li>A recording that is damaged in part is decoded as far as possible. A recording without a sample is refused. A
 *       track that claims no length and has no sample is an empty stream.
 *   <li>No child process lives longer than its stream or its probe.
 *   <li>File names, paths, tags and audio appear in no log and in no message.
 * </ol>
 *
 * <p>{@code docs/configuration.md} lists the keys {@code escriba.media} and their defaults.
 *
 * <h2>Out of scope</h2>
 *
 * Speech and its language; permissions; tracks other than the chosen audio track.
 */
package dev.escriba.media;
