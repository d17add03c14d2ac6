namespace AgentFunctions.Core.Context.Metrics;

/// <summary>The words of a text that tell one thing from another, as hashes: those with a digit of four characters and more, and any of eight and more.</summary>
internal ref struct TellingWords(string? text)
{
    private const int LeastWithDigit = 4;
    private const int Least = 8;

    private readonly ReadOnlySpan<char> _text = text;
    private int _position;

    public ulong Current { get; private set; }

    public readonly TellingWords GetEnumerator() => this;

    public bool MoveNext()
    {
        ulong hash = 14695981039346656037;
        var length = 0;
        var digits = false;
        while (_position < _text.Length)
        {
            var character = _text[_position++];
            if (char.IsAsciiLetterOrDigit(character) || character is '-' or '_' || character > 127)
            {
                hash = (hash ^ character) * 1099511628211;
                length++;
                digits |= char.IsAsciiDigit(character);
                continue;
            }

            if (IsTelling(length, digits, hash)) return true;
            (hash, length, digits) = (14695981039346656037, 0, false);
        }

        return IsTelling(length, digits, hash);
    }

    private bool IsTelling(int length, bool digits, ulong hash)
    {
        Current = hash;
        return length >= Least || (digits && length >= LeastWithDigit);
    }
}
