/**
 * Media: what is in an upload, and its decoding to 16 kHz mono samples.
 *
 * <p>Promise: a file that comes in here, whatever it is, harms nothing but the request that brought it. It is held for that
 * request alone, judged by its content, and opened by a fenced child process only.
 *
 * <h2>Operations</h2>
 *
 * <ul>
 *   <li>{@code Uploads.receive}: a stream of bytes becomes a private temporary file
 *   <li>{@code MediaProbe.probe}: the format, codec, rate and channels of an upload, and the length that it claims
 *   <li>{@code MediaDecoder.decode}: the samples of its first audio track, as a stream
 * </ul>
 *
 * <h2>Requirements</h2>
 *
 * <ol>
 *   <li>The limit on bytes is enforced while reading, and is inclusive. An upload's file is readable by this service's user
 *       only, carries nothing of the client's name, and is deleted when it is closed, when receiving it fails, or, left
 *       behind by a killed process, at the next start.
 *   <li>The content decides about the format, never a name or a media type. What is not recognised is not opened at all.
 *   <li>ffmpeg may use the one demuxer that belongs to the recognised format and the audio decoders that it needs, may open
 *       no other file and no network, writes to its pipe only, and is limited in memory and time. Where the system lets it, it has no network at all and can
 *       gain no privilege; what is in force is logged at the start.
 *   <li>The audio is never held as a whole: the decoder waits for its reader. A slow reader is not the decoder's fault; a
 *       decoder that lets its reader wait is killed.
 *   <li>The length of the decoded audio is capped by samples counted. What a header claims is a claim.
 *   <li>A recording that is damaged in part is decoded as far as it can be; one that yields no sample is refused. A
 *       track that claims no length and has none is an empty stream.
 *   <li>No child process outlives its stream or its probe.
 *   <li>File names, paths, tags and sounds reach neither a log nor a message.
 * </ol>
 *
 * <h2>Configuration</h2>
 *
 * Wrong values are refused at start-up. Durations are in ISO-8601.
 *
 * <table>
 *   <caption>Keys and defaults</caption>
 *   <tr><td>{@code escriba.media.max-file-bytes}</td><td>26214400</td><td>largest upload, inclusive</td></tr>
 *   <tr><td>{@code escriba.media.formats}</td><td>mp3,mp4,mpeg,mpga,m4a,wav,webm</td><td>what is accepted; flac and ogg can be added</td></tr>
 *   <tr><td>{@code escriba.media.max-duration}</td><td>PT4H</td><td>longest audio, inclusive</td></tr>
 *   <tr><td>{@code escriba.media.max-probe-time}</td><td>PT30S</td><td>for a probe as a whole</td></tr>
 *   <tr><td>{@code escriba.media.max-stall}</td><td>PT30S</td><td>without a sample while the reader waits for one</td></tr>
 *   <tr><td>{@code escriba.media.max-decode-time}</td><td>PT10M</td><td>all such waits together; also the processor time of a decoder</td></tr>
 *   <tr><td>{@code escriba.media.max-open-time}</td><td>PT4H</td><td>life of a decoder, its reader's pauses included</td></tr>
 *   <tr><td>{@code escriba.media.max-decoder-bytes}</td><td>1073741824</td><td>address space of a decoder, where the system can limit it</td></tr>
 *   <tr><td>{@code escriba.media.ffmpeg}</td><td>the packed one</td><td>absolute path of another ffmpeg, 5.1 or later</td></tr>
 * </table>
 *
 * <h2>Out of scope</h2>
 *
 * Speech, its detection and its language; how many may decode at once; who may; tracks other than the first audio track.
 */
package dev.escriba.media;
