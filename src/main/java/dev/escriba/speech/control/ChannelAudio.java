package dev.escriba.speech.control;

/**
 * The audio of one channel of a recording.
 *
 * @param channel its number, counted from 0
 */
public record ChannelAudio(int channel, AudioSource audio) {}
