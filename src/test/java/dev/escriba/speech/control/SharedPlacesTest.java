package dev.escriba.speech.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedPlacesTest {

    private final SharedPlaces places = new SharedPlaces(() -> 8);

    private int fill(String server) {
        int taken = 0;
        while (places.take(server)) {
            taken++;
        }
        return taken;
    }

    @Test
    void serversThatHangLeavePlacesToOthers() {
        assertThat(fill("one")).isEqualTo(4);
        assertThat(fill("two")).isEqualTo(2);
        assertThat(fill("three")).isEqualTo(1);
        assertThat(fill("four")).isEqualTo(1);
        assertThat(fill("five")).isZero();
        assertThat(places.taken()).isEqualTo(8);
        places.giveBack("one");
        assertThat(places.take("one")).as("it has more than are free").isFalse();
        assertThat(places.take("five")).isTrue();
    }

    @Test
    void aSinglePlaceIsUsed() {
        SharedPlaces one = new SharedPlaces(() -> 1);
        assertThat(one.take("a", "ana")).isTrue();
        assertThat(one.take("b", "ben")).isFalse();
        one.giveBack("a", "ana");
        assertThat(one.take("b", "ben")).isTrue();
        assertThat(new SharedPlaces(() -> 0).take("a")).isFalse();
        assertThat(new SharedPlaces(() -> Integer.MAX_VALUE).take("a", "ana")).isTrue();
    }

    @Test
    void noAccountHasAllPlacesOfAServer() {
        int taken = 0;
        while (places.take("one", "hostile")) {
            taken++;
        }
        assertThat(taken).isEqualTo(2);
        assertThat(places.take("one", "other")).isTrue();
        assertThat(places.take("two", "hostile")).as("each server by itself").isTrue();
        for (int i = 0; i < taken; i++) {
            places.giveBack("one", "hostile");
        }
        places.giveBack("one", "other");
        places.giveBack("two", "hostile");
        assertThat(places.taken()).isZero();
        assertThat(places.of("one")).isZero();
        assertThat(places.take("one", "hostile")).isTrue();
    }
}
