namespace AgentFunctions.Benchmarks.Memory;

/// <summary>Made-up words, each as frequent as its rank says; the same for the same seed.</summary>
internal sealed class ZipfWords
{
    private readonly Random _random;
    private readonly double[] _sums;

    public ZipfWords(int count, int seed)
    {
        _random = new Random(seed);
        _sums = new double[count];
        var sum = 0.0;
        for (var i = 0; i < count; i++)
            _sums[i] = sum += 1.0 / (i + 1);
    }

    public int Next(int from, int before) => _random.Next(from, before);

    public string Text(int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => Word(Rank())));

    public string Frequent(int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => Word(_random.Next(20))));

    public string Rare(int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => Word(_random.Next(_sums.Length / 2, _sums.Length))));

    private int Rank()
    {
        var at = Array.BinarySearch(_sums, _random.NextDouble() * _sums[^1]);
        return Math.Min(at < 0 ? ~at : at, _sums.Length - 1);
    }

    private static string Word(int rank) => $"w{rank}x";
}
