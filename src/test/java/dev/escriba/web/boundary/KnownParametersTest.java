package dev.escriba.web.boundary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.escriba.problem.entity.Problem;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownParametersTest {

    /** A resource. */
    public static class Sample {

        public String list(@QueryParam("from") String from, String body, @QueryParam("limit") String limit) {
            return from + body + limit;
        }

        public String list(@QueryParam("other") String other) {
            return other;
        }
    }

    /** As a container makes it: its methods have no annotations. */
    public static class Proxy extends Sample {

        @Override
        public String list(String from, String body, String limit) {
            return super.list(from, body, limit);
        }
    }

    @Test
    void theParametersAreThoseOfTheMethodAndTheCulture() throws NoSuchMethodException {
        assertThat(KnownParameters.parameters(
                        Sample.class, Proxy.class.getMethod("list", String.class, String.class, String.class)))
                .containsExactly("culture", "from", "limit");
        assertThat(KnownParameters.parameters(Sample.class, Sample.class.getMethod("list", String.class)))
                .containsExactly("culture", "other");
    }

    @Test
    void allUnknownOnesAreNamedWithTheKnownOnes() {
        Set<String> known = new TreeSet<>(Set.of("from", "culture"));
        KnownParameters.requireKnown(List.of("culture", "from"), known);
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> KnownParameters.requireKnown(List.of("From", "from", "a\u001b[31m", ""), known))
                .satisfies(problem -> {
                    assertThat(problem.status()).isEqualTo(400);
                    assertThat(problem.errors()).containsOnlyKeys("From", "a??31m", "");
                    assertThat(problem.errors().get("From").arguments()).containsExactly("culture, from");
                });
    }

    @Test
    void anAnswerNamesAFewOfMany() {
        List<String> many = IntStream.range(0, 1000).mapToObj(i -> "p" + i).toList();
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> KnownParameters.requireKnown(many, Set.of("culture")))
                .satisfies(problem -> assertThat(problem.errors()).hasSize(10));
    }
}
