package dev.escriba.media.entity;

import java.time.Duration;
import java.util.List;

/**
 * What the channels of a recording contain.
 *
 * @param length of the decoded audio
 * @param count the number of channels
 * @param sounding the numbers of the channels with sound, counted from 0
 * @param distinct the sounding channels without those that repeat an earlier one
 */
public record ChannelContents(Duration length, int count, List<Integer> sounding, List<Integer> distinct) {

    public ChannelContents {
        sounding = List.copyOf(sounding);
        distinct = List.copyOf(distinct);
    }

    /** Audio whose channels are mixed. */
    public static ChannelContents mixed(Duration length) {
        return new ChannelContents(length, 1, List.of(0), List.of(0));
    }

    /**
     * The channels to recognise one by one. It is empty where the mix of all channels tells the same: the recording has
     * one channel, several with the same sound, or no sound.
     */
    public List<Integer> separate() {
        boolean isRepeated = distinct.size() == 1 && sounding.size() > 1;
        return count == 1 || isRepeated ? List.of() : distinct;
    }
}
