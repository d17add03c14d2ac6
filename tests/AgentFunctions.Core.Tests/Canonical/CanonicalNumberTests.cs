using System.Globalization;
using System.Numerics;
using System.Text.Json;
using AgentFunctions.Core.Canonical;
using FsCheck.Xunit;

namespace AgentFunctions.Core.Tests.Canonical;

/// <summary>RFC 8785, appendix B, where a double holds the number; exact where none does.</summary>
public sealed class CanonicalNumberTests
{
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0xffefffffffffffff, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0x41b3de4355555556, "333333333.3333334")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void Write_Double_IsAsInTheRfc(ulong bits, string expected) => Assert.Equal(expected, Canonical(BitConverter.UInt64BitsToDouble(bits).ToString("R", CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("-0", "0")]
    [InlineData("-0.000e+999999999999", "0")]
    [InlineData("1.0", "1")]
    [InlineData("100e-2", "1")]
    [InlineData("0.1E+0001", "1")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("333333333.33333329", "333333333.33333329")]
    [InlineData("123456789012345678901", "123456789012345678901")]
    [InlineData("1234567890123456789012", "1.234567890123456789012e+21")]
    [InlineData("1e400", "1e+400")]
    [InlineData("-0.00000012345678901234567890", "-1.234567890123456789e-7")]
    [InlineData("1e999999999", "1e+999999999")]
    public void Write_Number_IsExact(string number, string expected) => Assert.Equal(expected, Canonical(number));

    [Property(MaxTest = 2000)]
    public bool Write_AnyDouble_IsReadBackAsItself(double number)
    {
        if (!double.IsFinite(number)) return true;
        return double.Parse(Canonical(number.ToString("R", CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture) == number;
    }

    [Property(MaxTest = 2000)]
    public bool Write_TwoNumbers_HaveOneTextOnlyWhereTheyAreEqual(long a, long b, byte zeros, sbyte exponent)
    {
        // Neighbours and shifted twins, where a rounding would show; and the same number written in another way.
        var (first, second) = ($"{a}e{exponent}", $"{new BigInteger(b) * BigInteger.Pow(10, zeros % 30)}e{exponent - (zeros % 30)}");
        var near = $"{new BigInteger(a) * BigInteger.Pow(10, 20)}e{exponent - 20}";
        var next = $"{(new BigInteger(a) * BigInteger.Pow(10, 20)) + 1}e{exponent - 20}";
        return (Canonical(first) == Canonical(second)) == (a == b) && Canonical(first) == Canonical(near) && Canonical(near) != Canonical(next);
    }

    [Property(MaxTest = 1000)]
    public bool Write_CanonicalText_IsItsOwn(long digits, sbyte exponent)
    {
        var text = Canonical($"{digits}e{exponent}");
        return Canonical(text) == text;
    }

    private static string Canonical(string number)
    {
        using var document = JsonDocument.Parse(number);
        return CanonicalJson.Write(document.RootElement);
    }
}
