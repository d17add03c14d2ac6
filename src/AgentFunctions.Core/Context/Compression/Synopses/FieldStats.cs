using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace AgentFunctions.Core.Context.Compression.Synopses;

/// <summary>What the values of one field are: how many, which, from where to where. Keeps at most eight different values.</summary>
internal sealed class FieldStats
{
    private const int MostDistinct = 8;
    private const int LongestKept = 120;

    private readonly List<(byte[] Raw, int Count)> _distinct = [];
    private bool _overflowed;
    private double _least;
    private double _greatest;
    private byte[]? _leastRaw;
    private byte[]? _greatestRaw;
    private byte[]? _last;
    private bool _isInexact;
    private int _numbers;
    private int _dates;

    public int Count { get; private set; }

    /// <summary>Few different values for many: a state, a type, a currency.</summary>
    public bool IsCategory => !_overflowed && Count >= 2 && _distinct.Count <= 6;

    public bool IsNumber => _numbers == Count && Count > 0 && !_isInexact;

    public bool IsDate => _dates == Count && Count > 0;

    public void Add(ReadOnlySpan<byte> raw)
    {
        Count++;
        if (raw.Length > 0 && (raw[0] is (byte)'-' or (>= (byte)'0' and <= (byte)'9'))) AddNumber(raw);
        else if (IsDateText(raw)) AddDate(raw);
        Remember(raw);
    }

    /// <summary>The values in as few words as say them.</summary>
    public string Say()
    {
        if (_overflowed && (IsNumber || IsDate) && _leastRaw is not null) return $"{Word(_leastRaw)}..{Word(_greatestRaw!)}";
        if (!_overflowed && _distinct.Count <= MostDistinct) return string.Join(", ", _distinct.Select(value => value.Count == 1 ? Word(value.Raw) : string.Create(CultureInfo.InvariantCulture, $"{Word(value.Raw)} ×{value.Count}")));
        return $"{string.Join(", ", _distinct.Take(3).Select(static value => Word(value.Raw)))} … {Word(_last!)}";
    }

    private void Remember(ReadOnlySpan<byte> raw)
    {
        if (!_overflowed)
        {
            for (var index = 0; index < _distinct.Count; index++)
            {
                if (!raw.SequenceEqual(_distinct[index].Raw)) continue;
                _distinct[index] = (_distinct[index].Raw, _distinct[index].Count + 1);
                return;
            }

            if (_distinct.Count < MostDistinct)
            {
                _distinct.Add((raw.ToArray(), 1));
                return;
            }

            _overflowed = true;
        }

        _last = raw.Length <= LongestKept * 4 ? raw.ToArray() : raw[..(LongestKept * 4)].ToArray();
    }

    private void AddNumber(ReadOnlySpan<byte> raw)
    {
        if (!Utf8Parser.TryParse(raw, out double number, out var used) || used != raw.Length || !double.IsFinite(number)) return;
        _numbers++;
        if (_leastRaw is null || Compare(number, raw, _least, _leastRaw) < 0) (_least, _leastRaw) = (number, raw.ToArray());
        if (_greatestRaw is null || Compare(number, raw, _greatest, _greatestRaw) > 0) (_greatest, _greatestRaw) = (number, raw.ToArray());
    }

    /// <summary>Numbers that a double cannot tell apart are compared digit by digit; where that cannot be done, no range is said.</summary>
    private int Compare(double one, ReadOnlySpan<byte> oneRaw, double other, ReadOnlySpan<byte> otherRaw)
    {
        if (one != other || oneRaw.SequenceEqual(otherRaw)) return one.CompareTo(other);
        if (Utf8Parser.TryParse(oneRaw, out decimal left, out var leftUsed) && leftUsed == oneRaw.Length && Utf8Parser.TryParse(otherRaw, out decimal right, out var rightUsed) && rightUsed == otherRaw.Length) return left.CompareTo(right);
        _isInexact = true;
        return 0;
    }

    private void AddDate(ReadOnlySpan<byte> raw)
    {
        // Of one form, so that they are ordered as their texts are.
        if (_leastRaw is not null && (raw.Length != _leastRaw.Length || !Zone(raw).SequenceEqual(Zone(_leastRaw)))) return;
        _dates++;
        if (_leastRaw is null || raw.SequenceCompareTo(_leastRaw) < 0) _leastRaw = raw.ToArray();
        if (_greatestRaw is null || raw.SequenceCompareTo(_greatestRaw) > 0) _greatestRaw = raw.ToArray();
    }

    private static ReadOnlySpan<byte> Zone(ReadOnlySpan<byte> raw) => raw.Length > 20 && raw[^7] is (byte)'+' or (byte)'-' ? raw[^7..] : raw[^2..].Contains((byte)'Z') ? "Z"u8 : default;

    private static bool IsDateText(ReadOnlySpan<byte> raw) =>
        raw.Length is >= 12 and < 44 && raw[5] == (byte)'-' && raw[8] == (byte)'-' && !raw[1..5].ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static string Word(byte[] raw)
    {
        var inner = raw is [(byte)'"', .., (byte)'"'] ? raw.AsSpan(1, raw.Length - 2) : raw;
        return TextCut.Short(Encoding.UTF8.GetString(inner.Length > LongestKept * 4 ? inner[..(LongestKept * 4)] : inner), LongestKept);
    }
}
