package dev.escriba.eval.words;

import dev.escriba.eval.WordErrors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The words of a text beside those of its reference, with the least number of substitutions, deletions and insertions.
 *
 * @param written for each word of the reference the index of the word that was written for it, or -1
 * @param right for each word of the text whether the reference has it there
 */
record WordMatch(List<Integer> written, List<Boolean> right) {

    /** @param texts the words of the text; each may have several words by {@link WordErrors#words(String)} */
    static WordMatch of(List<String> reference, List<String> texts) {
        List<String> pieces = new ArrayList<>();
        List<Integer> owner = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            for (String piece : WordErrors.words(texts.get(i))) {
                pieces.add(piece);
                owner.add(i);
            }
        }
        int[] places = places(reference, pieces);
        List<Integer> written = new ArrayList<>();
        int[] rightPieces = new int[texts.size()];
        int[] allPieces = new int[texts.size()];
        owner.forEach(i -> allPieces[i]++);
        for (int i = 0; i < places.length; i++) {
            written.add(places[i] < 0 ? -1 : owner.get(places[i]));
            if (places[i] >= 0 && reference.get(i).equals(pieces.get(places[i]))) {
                rightPieces[written.get(i)]++;
            }
        }
        List<Boolean> right = new ArrayList<>();
        for (int i = 0; i < allPieces.length; i++) {
            right.add(rightPieces[i] == allPieces[i]);
        }
        return new WordMatch(written, right);
    }

    /** Whether a word of the reference is there: right, or right before the right next word. */
    boolean isFound(int first) {
        int at = written.get(first);
        return at >= 0
                && (right.get(at)
                        || (first + 1 < written.size() && written.get(first + 1) == at + 1 && right.get(at + 1)));
    }

    private static int[] places(List<String> reference, List<String> text) {
        int[][] cost = new int[reference.size() + 1][text.size() + 1];
        for (int i = 0; i <= reference.size(); i++) {
            for (int j = 0; j <= text.size(); j++) {
                cost[i][j] = i == 0 || j == 0
                        ? i + j
                        : Math.min(
                                cost[i - 1][j - 1] + changed(reference, text, i, j),
                                1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
            }
        }
        int[] places = new int[reference.size()];
        Arrays.fill(places, -1);
        int i = reference.size();
        int j = text.size();
        while (i > 0 && j > 0) {
            if (cost[i][j] == cost[i - 1][j - 1] + changed(reference, text, i, j)) {
                places[--i] = --j;
            } else if (cost[i][j] == cost[i - 1][j] + 1) {
                i--;
            } else {
                j--;
            }
        }
        return places;
    }

    private static int changed(List<String> reference, List<String> text, int i, int j) {
        return reference.get(i - 1).equals(text.get(j - 1)) ? 0 : 1;
    }
}
