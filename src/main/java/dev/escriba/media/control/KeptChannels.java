package dev.escriba.media.control;

import dev.escriba.media.entity.ChannelContents;
import java.util.Optional;

/**
 * The channels of a recording that was decoded once.
 *
 * @param audio all its channels, which the receiver closes; empty where none has to be recognised by itself, or where
 *     there was no room
 */
public record KeptChannels(ChannelContents contents, Optional<KeptAudio> audio) {}
