using System.Globalization;

namespace AgentFunctions.Core.Context.Compression.Logs;

/// <summary>The values at one place of the lines of a template.</summary>
/// <param name="name">What the lines call it; null: nothing.</param>
internal sealed class LogColumn(string? name)
{
    private const int MostListed = 4;
    private const int LongestListed = 48;
    private const int RareLinesKept = 3;
    private const int RareShare = 20;

    private readonly List<(string Value, int Count, List<string> Lines)> _values = [];
    private int _last;
    private int _count;
    private bool _overflowed;
    private bool _isNumber = true;
    private string? _unit;
    private (decimal Number, string Text) _least;
    private (decimal Number, string Text) _greatest;

    public string? Name => name;

    /// <summary>It differs from line to line.</summary>
    public bool Differs => _overflowed || _values.Count > 1;

    public void Add(ReadOnlySpan<char> value, string line)
    {
        if (_values.Count > 0 && value.SequenceEqual(_values[_last].Value))
        {
            Count(_last, line);
            _count++;
            return;
        }

        if (name is not null && _isNumber) AddNumber(value);
        _count++;
        if (_overflowed) return;
        for (var index = 0; index < _values.Count; index++)
        {
            if (!value.SequenceEqual(_values[index].Value)) continue;
            _last = index;
            Count(index, line);
            return;
        }

        _overflowed = _values.Count == MostListed;
        if (_overflowed) return;
        _last = _values.Count;
        _values.Add((value.ToString(), 1, [line]));
    }

    /// <summary>Few values for many lines: a status, a host.</summary>
    public bool IsCategory(int lines) => !_overflowed && _values.Count > 1 && _values.Count * 4 <= lines;

    /// <summary>Which values it has: all of them with their counts where they are few, from where to where where all are numbers, else that there are more of them than it counts, or that they are too long to list.</summary>
    public string Say()
    {
        if (!_overflowed && _values.TrueForAll(static value => value.Value.Length <= LongestListed))
            return $"{name ?? "a word"} {string.Join(" ", _values.Select(static value => string.Create(CultureInfo.InvariantCulture, $"{value.Value}×{value.Count}")))}";
        return _overflowed && _isNumber ? $"{name} {_least.Text}..{_greatest.Text}{_unit}" : _overflowed ? string.Create(CultureInfo.InvariantCulture, $"{name} more than {MostListed} different values") : $"{name} varies";
    }

    /// <summary>The lines of values that one line in twenty has at most.</summary>
    public IEnumerable<string> RareLines(int lines) =>
        !IsCategory(lines) ? [] : _values.Where(value => value.Count <= Math.Max(1, lines / RareShare)).SelectMany(static value => value.Lines);

    private void Count(int index, string line)
    {
        var (value, count, lines) = _values[index];
        if (lines.Count < RareLinesKept) lines.Add(line);
        _values[index] = (value, count + 1, lines);
    }

    private void AddNumber(ReadOnlySpan<char> value)
    {
        // A number, or a number and its unit: 12, -0.5, 1e9, 12ms, 45%.
        var end = value.LastIndexOfAnyInRange('0', '9') + 1;
        var unit = value[end..];
        if ((_count > 0 && !unit.SequenceEqual(_unit)) || !decimal.TryParse(value[..end], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number))
        {
            _isNumber = false;
            return;
        }

        _unit ??= unit.ToString();
        if (_least.Text is null || number < _least.Number) _least = (number, value[..end].ToString());
        if (_greatest.Text is null || number > _greatest.Number) _greatest = (number, value[..end].ToString());
    }
}
