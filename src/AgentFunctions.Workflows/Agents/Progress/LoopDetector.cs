namespace AgentFunctions.Workflows.Agents.Progress;

/// <summary>
/// Finds runs that go round in circles: the same turns with the same results, once, in pairs, in threes and so on. A turn is what it called and what came back, so a call whose result changes (polling) and calls of one tool with
/// different arguments (batch work) are progress and never trip it. Pure: the same turns give the same answer at every replay.
/// </summary>
internal sealed class LoopDetector
{
    /// <summary>A circle is stopped when it has been gone round this often.</summary>
    public const int Repeats = 5;

    /// <summary>Longest circle looked for, in turns.</summary>
    public const int MaxLength = 8;

    /// <summary>Turns that are remembered.</summary>
    public const int Window = Repeats * MaxLength;

    private readonly List<string> _turns;

    /// <param name="turns">What <see cref="Turns"/> was before; empty at first.</param>
    public LoopDetector(IEnumerable<string> turns) => _turns = [.. turns];

    /// <summary>The latest turns, oldest first: all there is to remember.</summary>
    public IReadOnlyList<string> Turns => _turns;

    /// <summary>Takes the latest turn.</summary>
    /// <param name="turn">Digest of all its calls with their results; see <see cref="TurnDigest"/>.</param>
    /// <returns>Length of the circle that is closed with it, in turns; 0: none.</returns>
    public int Add(string turn)
    {
        _turns.Add(turn);
        if (_turns.Count > Window) _turns.RemoveAt(0);
        for (var length = 1; length <= MaxLength; length++)
        {
            if (IsCircle(length)) return length;
        }

        return 0;
    }

    private bool IsCircle(int length)
    {
        if (_turns.Count < length * Repeats) return false;
        var first = _turns.Count - (length * Repeats);
        for (var i = first + length; i < _turns.Count; i++)
        {
            if (_turns[i] != _turns[i - length]) return false;
        }

        return true;
    }
}
