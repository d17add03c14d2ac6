using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AgentFunctions.Core.Resources.Manifests.Reading;

/// <summary>The core schema of YAML 1.2 (chapter 10.3): what text without quotes means. Everything in quotes, and every block, is a string.</summary>
internal static partial class YamlScalar
{
    public static SourceNode Read(Scalar scalar, SourceLocation at, string path)
    {
        var text = scalar.Value;
        if (scalar.Style != ScalarStyle.Plain) return SourceNode.Scalar(at, JsonValueKind.String, text);
        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => Plain(at, JsonValueKind.Null),
            "true" or "True" or "TRUE" => Plain(at, JsonValueKind.True),
            "false" or "False" or "FALSE" => Plain(at, JsonValueKind.False),
            _ => Number(text, at, path) is { } number ? Plain(at, JsonValueKind.Number, number) : Plain(at, JsonValueKind.String, text),
        };
    }

    /// <summary>The number as JSON writes it, digits kept (1.50 stays 1.50); null when the text is not a number.</summary>
    private static string? Number(string text, SourceLocation at, string path)
    {
        if (text.StartsWith("0o", StringComparison.Ordinal) && Octal().IsMatch(text)) return text[2..].Aggregate(BigInteger.Zero, (n, c) => (n * 8) + (c - '0')).ToString(CultureInfo.InvariantCulture);
        if (text.StartsWith("0x", StringComparison.Ordinal) && Hexadecimal().IsMatch(text)) return BigInteger.Parse("0" + text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
        if (NotFinite().IsMatch(text)) throw new SourceException(at, "is not a finite number, which JSON lacks: put text in quotes", path.Length == 0 ? "$" : path);
        if (text.Length > MaxDigits || !Decimal().IsMatch(text)) return null;
        var unsigned = text.TrimStart('+', '-');
        if (unsigned.Length > 1 && unsigned[0] == '0' && char.IsAsciiDigit(unsigned[1]))
            throw new SourceException(at, "begins with 0, which YAML versions read differently (decimal or octal): put text in quotes, or write the number without it", path.Length == 0 ? "$" : path);

        // JSON wants a digit on both sides of the point and no plus sign.
        if (unsigned[0] == '.') unsigned = "0" + unsigned;
        unsigned = PointWithoutDigits().Replace(unsigned, ".0");
        return text[0] == '-' ? "-" + unsigned : unsigned;
    }

    private const int MaxDigits = 1000;

    private static SourceNode Plain(SourceLocation at, JsonValueKind kind, string text = "") => SourceNode.Scalar(at, kind, text, isPlain: true);

    [GeneratedRegex(@"\A0o[0-7]{1,100}\z")]
    private static partial Regex Octal();

    [GeneratedRegex(@"\A0x[0-9a-fA-F]{1,100}\z")]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"\A([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z")]
    private static partial Regex NotFinite();

    [GeneratedRegex(@"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z")]
    private static partial Regex Decimal();

    [GeneratedRegex(@"\.(?![0-9])")]
    private static partial Regex PointWithoutDigits();
}
