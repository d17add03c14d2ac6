using System.Globalization;
using System.Text.Json;

namespace AgentFunctions.Embedded.Tests.Workflows;

/// <summary>What workers printed: which instances the engine took, every call of the activity, and what instances returned.</summary>
internal sealed class FlowRecord
{
    private const int Steps = 12;
    private readonly Dictionary<(int Number, string Result), string> _calls = [];
    private readonly Dictionary<int, HashSet<string>> _ends = [];

    private readonly SortedSet<int> _kept = [];

    public int Instances => _kept.Count;

    public int Calls => _calls.Count;

    public void Take(string line)
    {
        // A line cut by a kill is short of words, or of characters of its last one; its result was given to nobody.
        if (line.Split(' ') is ["kept", var kept, "ok"])
            _kept.Add(int.Parse(kept, CultureInfo.InvariantCulture));
        else if (line.Split(' ', 3) is ["ran", var caller, var results] && results.Split(' ') is [var before, var result] && int.TryParse(caller, CultureInfo.InvariantCulture, out var number))
            _calls.TryAdd((number, result), before);
        else if (line.Split(' ', 3) is ["ended", var ended, var output] && output.EndsWith(']'))
            End(int.Parse(ended, CultureInfo.InvariantCulture)).Add(output);
    }

    /// <summary>Every instance that was taken ended the same for everybody, with one result a step, each of a call that was really made and was given the result that the instance has before it.</summary>
    public void Verify()
    {
        foreach (var number in _kept)
        {
            var results = JsonSerializer.Deserialize<string[]>(Assert.Single(End(number)))!;
            Assert.Equal(Enumerable.Range(0, Steps), results.Select(static result => int.Parse(result.Split(':')[0], CultureInfo.InvariantCulture)));
            for (var step = 0; step < Steps; step++)
            {
                var isSecondOfTwo = step % 6 == 3;
                var before = step == 0 ? "-" : results[step - (isSecondOfTwo ? 2 : 1)];
                Assert.True(_calls.TryGetValue((number, results[step]), out var given), $"instance {number} has a result of step {step} that no call gave");
                Assert.Equal(before, given);
            }
        }
    }

    private HashSet<string> End(int number) => _ends.TryGetValue(number, out var end) ? end : _ends[number] = [];
}
